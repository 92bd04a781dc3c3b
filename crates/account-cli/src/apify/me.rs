//! The user of the token.

use apify_user::User;

use crate::output::{Cell, Column, Row, Value, column};

impl Row for User {
    fn columns() -> Vec<Column> {
        vec![
            column("id", "Id"),
            column("username", "Username"),
            column("email", "E-mail"),
            column("plan", "Plan"),
            column("is_paying", "Paying"),
            column("monthly_base_price_usd", "Price per month (USD)"),
            column("monthly_usage_credits_usd", "Prepaid usage (USD)"),
            column("created_at", "Created (UTC)"),
        ]
    }

    fn cells(&self) -> Vec<Cell> {
        let plan = self.plan.as_ref();
        vec![
            Cell::new(self.id.as_ref()),
            Cell::new(&self.username),
            Cell::new(self.email.as_ref()),
            Cell::new(plan.and_then(|plan| plan.id.as_ref())),
            Cell::new(self.is_paying),
            Cell::new(plan.and_then(|plan| plan.monthly_base_price_usd).map(Value::Money)),
            Cell::new(plan.and_then(|plan| plan.monthly_usage_credits_usd).map(Value::Money)),
            Cell::new(self.created_at),
        ]
    }
}
