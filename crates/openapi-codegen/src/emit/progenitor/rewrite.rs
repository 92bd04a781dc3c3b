//! What progenitor's output must not contain, taken out before anyone sees it.
//!
//! Each rewrite counts what it met, so that a new progenitor whose output differs is an error and not a silent leak.

use anyhow::{Result, ensure};
use quote::ToTokens;
use syn::{
    Block, Expr, ExprMethodCall, File, ImplItem, Item, ItemImpl, Stmt,
    visit_mut::{self, VisitMut},
};

/// Rewrites the generated file in place.
///
/// # Errors
/// When progenitor's output does not hold what is to be rewritten.
pub(super) fn rewrite(file: &mut File) -> Result<()> {
    remove_constructor(file)?;
    remove_version_header(file)
}

/// `Client::new` builds an HTTP client of its own, with its own time-outs, and unwraps; `new_with_client` remains.
fn remove_constructor(file: &mut File) -> Result<()> {
    let mut found = 0;
    for implementation in client_impls(file) {
        implementation.items.retain(|item| {
            let constructor = matches!(item, ImplItem::Fn(function) if function.sig.ident == "new");
            found += usize::from(constructor);
            !constructor
        });
    }
    ensure!(found == 1, "progenitor's output has {found} `Client::new`, not one; see emit/rewrite.rs");
    Ok(())
}

pub(super) fn client_impls(file: &mut File) -> impl Iterator<Item = &mut ItemImpl> {
    file.items.iter_mut().filter_map(|item| match item {
        Item::Impl(implementation) if implementation.trait_.is_none() => Some(implementation),
        _ => None,
    })
}

/// Every request carries an `api-version` header that no vendor asked for.
fn remove_version_header(file: &mut File) -> Result<()> {
    let mut removal = VersionHeader::default();
    removal.visit_file_mut(file);
    ensure!(
        removal.methods == removal.removed,
        "{} of {} generated methods set an `api-version` header; see emit/rewrite.rs",
        removal.removed,
        removal.methods
    );
    ensure!(
        !text(&*file).contains(VERSION_CALL),
        "generated methods still send a version; see emit/rewrite.rs"
    );
    Ok(())
}

/// What the header's value is read from.
const VERSION_CALL: &str = "Self :: api_version ()";

#[derive(Default)]
struct VersionHeader {
    methods: usize,
    removed: usize,
    /// Whether the method at hand has no header left, so that the empty map goes too.
    empty: bool,
}

impl VisitMut for VersionHeader {
    fn visit_block_mut(&mut self, block: &mut Block) {
        if block.stmts.iter().any(declares_headers) {
            self.methods += 1;
            let before = block.stmts.len();
            block.stmts.retain(|statement| !sets_version(statement));
            self.removed += before - block.stmts.len();
            let appends = block
                .stmts
                .iter()
                .filter(|statement| text(*statement).contains("header_map . append"))
                .count();
            self.empty = appends == 0;
            if self.empty {
                block.stmts.retain(|statement| !declares_headers(statement));
            }
        }
        visit_mut::visit_block_mut(self, block);
    }

    fn visit_expr_mut(&mut self, expression: &mut Expr) {
        visit_mut::visit_expr_mut(self, expression);
        if self.empty
            && let Expr::MethodCall(call) = expression
            && uses_headers(call)
        {
            *expression = (*call.receiver).clone();
        }
    }
}

fn declares_headers(statement: &Stmt) -> bool {
    matches!(statement, Stmt::Local(local) if text(&local.pat).contains("header_map"))
}

fn sets_version(statement: &Stmt) -> bool {
    let Stmt::Expr(Expr::MethodCall(call), _) = statement else { return false };
    call.method == "append" && text(&call.args).contains(VERSION_CALL)
}

fn uses_headers(call: &ExprMethodCall) -> bool {
    call.method == "headers" && text(&call.args) == "header_map"
}

pub(super) fn text(tokens: impl ToTokens) -> String {
    tokens.to_token_stream().to_string()
}
