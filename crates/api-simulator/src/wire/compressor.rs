//! Compression of bodies.

use std::io::{self, Write};
use std::mem::take;

use flate2::Compression;
use flate2::write::{GzEncoder, ZlibEncoder};

use crate::script::Encoding;

/// A compressor whose output is taken piece by piece.
pub(super) trait Compressor: Write + Send {
    /// Returns the output so far, which may be empty.
    fn take_output(&mut self) -> Vec<u8>;

    /// Returns the rest of the output.
    fn finish(self: Box<Self>) -> io::Result<Vec<u8>>;
}

/// Creates a compressor.
pub(super) fn compressor(encoding: Encoding) -> io::Result<Box<dyn Compressor>> {
    let output = Vec::new();
    Ok(match encoding {
        Encoding::Gzip => Box::new(GzEncoder::new(output, Compression::fast())),
        Encoding::Deflate => Box::new(ZlibEncoder::new(output, Compression::fast())),
        #[cfg(feature = "compression")]
        Encoding::Brotli => Box::new(more::brotli(output)),
        #[cfg(feature = "compression")]
        Encoding::Zstd => Box::new(more::zstd(output)?),
    })
}

impl Compressor for GzEncoder<Vec<u8>> {
    fn take_output(&mut self) -> Vec<u8> {
        take(self.get_mut())
    }

    fn finish(self: Box<Self>) -> io::Result<Vec<u8>> {
        (*self).finish()
    }
}

impl Compressor for ZlibEncoder<Vec<u8>> {
    fn take_output(&mut self) -> Vec<u8> {
        take(self.get_mut())
    }

    fn finish(self: Box<Self>) -> io::Result<Vec<u8>> {
        (*self).finish()
    }
}

#[cfg(feature = "compression")]
mod more {
    use std::io;
    use std::mem::take;

    use ::brotli::CompressorWriter;
    use ::zstd::stream::write::Encoder;

    use super::Compressor;

    const BROTLI_BUFFER: usize = 4096;
    const BROTLI_QUALITY: u32 = 1;
    const BROTLI_WINDOW: u32 = 22;
    const ZSTD_LEVEL: i32 = 1;

    pub(super) fn brotli(output: Vec<u8>) -> CompressorWriter<Vec<u8>> {
        CompressorWriter::new(output, BROTLI_BUFFER, BROTLI_QUALITY, BROTLI_WINDOW)
    }

    pub(super) fn zstd(output: Vec<u8>) -> io::Result<Encoder<'static, Vec<u8>>> {
        Encoder::new(output, ZSTD_LEVEL)
    }

    impl Compressor for CompressorWriter<Vec<u8>> {
        fn take_output(&mut self) -> Vec<u8> {
            take(self.get_mut())
        }

        fn finish(self: Box<Self>) -> io::Result<Vec<u8>> {
            Ok(self.into_inner())
        }
    }

    impl Compressor for Encoder<'static, Vec<u8>> {
        fn take_output(&mut self) -> Vec<u8> {
            take(self.get_mut())
        }

        fn finish(self: Box<Self>) -> io::Result<Vec<u8>> {
            (*self).finish()
        }
    }
}
