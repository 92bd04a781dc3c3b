//! TLS, and the certificates for it.

use std::error::Error as StdError;
use std::io;
use std::sync::Arc;

use chrono::{Datelike, Days, NaiveDate, Utc};
use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair, date_time_ymd};
use tokio::net::TcpStream;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::aws_lc_rs;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use tokio_rustls::server::TlsStream;

use crate::Error;

/// The certificate that a simulator shows.
///
/// [`Simulator::root_certificate`](crate::Simulator::root_certificate) is the authority that a client
/// trusts in each case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ServerCertificate {
    /// Valid for `localhost` and 127.0.0.1.
    Valid,
    /// Expired the day before yesterday.
    Expired,
    /// Signed by itself instead of the authority.
    SelfSigned,
    /// Valid for `other.example`.
    OtherHost,
    /// Signed by an authority that the client does not know.
    UnknownAuthority,
}

/// TLS of a server.
#[derive(Clone)]
pub(crate) struct Tls {
    acceptor: TlsAcceptor,
    /// PEM.
    pub(crate) root_certificate: Arc<str>,
}

impl Tls {
    pub(crate) fn new(certificate: ServerCertificate, http1_only: bool) -> Result<Self, Error> {
        Self::create(certificate, http1_only).map_err(Error::Certificate)
    }

    fn create(
        certificate: ServerCertificate,
        http1_only: bool,
    ) -> Result<Self, Box<dyn StdError + Send + Sync>> {
        let (root_certificate, leaf, key) = certificates(certificate)?;
        let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
        // Named, since a process with two providers has no default one.
        let mut config = ServerConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
            .with_safe_default_protocol_versions()?
            .with_no_client_auth()
            .with_single_cert(vec![leaf], key)?;
        let protocols: &[&str] = if http1_only { &["http/1.1"] } else { &["h2", "http/1.1"] };
        config.alpn_protocols = protocols.iter().map(|name| name.as_bytes().to_vec()).collect();
        let acceptor = TlsAcceptor::from(Arc::new(config));
        Ok(Self { acceptor, root_certificate: root_certificate.into() })
    }

    pub(super) async fn accept(&self, tcp: TcpStream) -> io::Result<TlsStream<TcpStream>> {
        self.acceptor.accept(tcp).await
    }
}

/// Makes the authority's certificate, and the server's with its key.
fn certificates(
    certificate: ServerCertificate,
) -> Result<(String, CertificateDer<'static>, KeyPair), rcgen::Error> {
    let root = authority("api-simulator")?;
    let root_key = KeyPair::generate()?;
    let root_certificate = root.self_signed(&root_key)?.pem();
    let (leaf, key) = (leaf(certificate)?, KeyPair::generate()?);
    let signed = match certificate {
        ServerCertificate::SelfSigned => leaf.self_signed(&key)?,
        ServerCertificate::UnknownAuthority => {
            let unknown = Issuer::new(authority("unknown authority")?, KeyPair::generate()?);
            leaf.signed_by(&key, &unknown)?
        }
        ServerCertificate::Valid | ServerCertificate::Expired | ServerCertificate::OtherHost => {
            leaf.signed_by(&key, &Issuer::new(root, root_key))?
        }
    };
    Ok((root_certificate, signed.der().clone(), key))
}

fn authority(name: &str) -> Result<CertificateParams, rcgen::Error> {
    let mut params = CertificateParams::new(Vec::new())?;
    params.distinguished_name.push(DnType::CommonName, name);
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    Ok(params)
}

fn leaf(certificate: ServerCertificate) -> Result<CertificateParams, rcgen::Error> {
    let names: &[&str] = match certificate {
        ServerCertificate::OtherHost => &["other.example"],
        _ => &["localhost", "127.0.0.1"],
    };
    let names: Vec<String> = names.iter().map(|&name| name.to_owned()).collect();
    let mut params = CertificateParams::new(names.clone())?;
    params.distinguished_name.push(DnType::CommonName, names[0].as_str());
    params.use_authority_key_identifier_extension = true;
    // Some systems reject certificates that are valid for more than 398 days.
    let today = Utc::now().date_naive();
    let (first, last) = match certificate {
        ServerCertificate::Expired => (today - Days::new(30), today - Days::new(2)),
        _ => (today - Days::new(2), today + Days::new(30)),
    };
    // A month and a day of the month fit into a byte.
    let midnight = |day: NaiveDate| date_time_ymd(day.year(), day.month() as u8, day.day() as u8);
    (params.not_before, params.not_after) = (midnight(first), midnight(last));
    Ok(params)
}
