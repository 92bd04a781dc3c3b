//! Who pays, and how.

use api_runtime::Secret;
use chrono::{DateTime, Utc};
use cloudflare_user_api::types;
use serde::Serialize;

use crate::wire::FromWire;

/// Who pays, how, and where invoices go. `BillingProfile` in `openapi/cloudflare`.
#[derive(Debug, Clone, Default, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct BillingProfile {
    /// The profile's id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The kind of account behind the profile.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account_type: Option<String>,
    /// Given name on invoices.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_name: Option<String>,
    /// Family name on invoices.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_name: Option<String>,
    /// Company on invoices.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub company: Option<String>,
    /// Street and number on invoices.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// Second line of the address on invoices.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address2: Option<String>,
    /// City on invoices.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub city: Option<String>,
    /// State or region on invoices.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
    /// Postal code on invoices.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub zipcode: Option<String>,
    /// Country on invoices.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// Telephone number for questions about invoices.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub telephone: Option<String>,
    /// Where invoices are sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub primary_email: Option<String>,
    /// Where an enterprise customer is reached.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub enterprise_primary_email: Option<String>,
    /// Where an enterprise customer's invoices are sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub enterprise_billing_email: Option<String>,
    /// VAT number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vat: Option<String>,
    /// The kind of tax number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tax_id_type: Option<String>,
    /// What is owed or held in credit, as a decimal string, such as `12.50`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub balance: Option<String>,
    /// When the next invoice is due (UTC).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_bill_date: Option<DateTime<Utc>>,
    /// Whether a partner pays.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_partner: Option<bool>,
    /// The card's number, masked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub card_number: Option<String>,
    /// The month that the card ends in, 1 to 12.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub card_expiry_month: Option<i64>,
    /// The year that the card ends in, four digits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub card_expiry_year: Option<i64>,
    /// A code that confirms the payment method. It is printed nowhere and serialized as
    /// `[redacted]`; [`Secret::expose`] shows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schemars", schemars(with = "Option<String>"))]
    pub validation_code: Option<Secret>,
    /// Given name of the payer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payment_first_name: Option<String>,
    /// Family name of the payer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payment_last_name: Option<String>,
    /// The payer's e-mail address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payment_email: Option<String>,
    /// Street and number of the payer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payment_address: Option<String>,
    /// Second line of the payer's address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payment_address2: Option<String>,
    /// City of the payer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payment_city: Option<String>,
    /// State or region of the payer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payment_state: Option<String>,
    /// Postal code of the payer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payment_zipcode: Option<String>,
    /// Country of the payer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payment_country: Option<String>,
    /// When the profile was made (UTC).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_on: Option<DateTime<Utc>>,
    /// When the profile last changed (UTC).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub edited_on: Option<DateTime<Utc>>,
}

impl FromWire<types::BillingProfile> for BillingProfile {
    fn from_wire(wire: types::BillingProfile) -> Self {
        let types::BillingProfile {
            id,
            account_type,
            first_name,
            last_name,
            company,
            address,
            address2,
            city,
            state,
            zipcode,
            country,
            telephone,
            primary_email,
            enterprise_primary_email,
            enterprise_billing_email,
            vat,
            tax_id_type,
            balance,
            next_bill_date,
            is_partner,
            card_number,
            card_expiry_month,
            card_expiry_year,
            validation_code,
            payment_first_name,
            payment_last_name,
            payment_email,
            payment_address,
            payment_address2,
            payment_city,
            payment_state,
            payment_zipcode,
            payment_country,
            created_on,
            edited_on,
            payment_gateway: _,
            payment_nonce: _,
            device_data: _,
        } = wire;
        Self {
            id,
            account_type,
            first_name,
            last_name,
            company,
            address,
            address2,
            city,
            state,
            zipcode,
            country,
            telephone,
            primary_email,
            enterprise_primary_email,
            enterprise_billing_email,
            vat,
            tax_id_type,
            balance,
            next_bill_date,
            is_partner,
            card_number,
            card_expiry_month,
            card_expiry_year,
            validation_code: validation_code.map(Secret::from),
            payment_first_name,
            payment_last_name,
            payment_email,
            payment_address,
            payment_address2,
            payment_city,
            payment_state,
            payment_zipcode,
            payment_country,
            created_on,
            edited_on,
        }
    }
}
