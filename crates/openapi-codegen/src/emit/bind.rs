//! Binding generated methods to `api-runtime`.
//!
//! A method of progenitor's builds a request, calls hooks around sending it, and reads the answer. The hooks can
//! return no more than a response or a `reqwest::Error`, and the reading copies the headers, reads a struct from a
//! list by position, and knows no second, tolerant reading. So a method keeps what progenitor does well, which is
//! to build the request, and hands it over to the runtime.

use anyhow::{Context, Result, bail, ensure};
use syn::{
    Arm, Expr, ExprMatch, File, GenericArgument, ImplItem, ImplItemFn, Item, Pat, PathArguments, ReturnType,
    Stmt, Type, TypePath, parse_quote,
};

use super::rewrite::{client_impls, text};

/// Rewrites the generated file in place.
///
/// # Errors
/// When progenitor's output does not hold what is to be rewritten.
pub(super) fn bind(file: &mut File) -> Result<()> {
    replace_imports(file)?;
    for implementation in client_impls(file) {
        for item in &mut implementation.items {
            if let ImplItem::Fn(method) = item
                && method.sig.asyncness.is_some()
            {
                bind_method(method).with_context(|| {
                    format!("`{}` is not as progenitor used to write it; see emit/bind.rs", method.sig.ident)
                })?;
            }
        }
    }
    Ok(())
}

/// Takes out what belongs to progenitor's own way of sending. Its `encode_path` goes too: it lets a backslash
/// through, which URL parsers read as a slash.
fn replace_imports(file: &mut File) -> Result<()> {
    let before = file.items.len();
    file.items.retain(|item| !is_progenitors(item));
    let removed = before - file.items.len();
    ensure!(
        removed == 4,
        "progenitor's output has {removed} items around its client, not two imports, its description and a check \
         of hooks; see emit/bind.rs"
    );
    file.items.splice(
        0..0,
        [
            parse_quote!(
                use ::api_runtime::{Failed, Response};
            ),
            parse_quote!(
                #[allow(unused_imports)]
                use ::api_runtime::encode_path;
            ),
        ],
    );
    Ok(())
}

fn is_progenitors(item: &Item) -> bool {
    match item {
        Item::Use(import) => text(import).contains("progenitor_client"),
        Item::Impl(implementation) => text(implementation).starts_with("impl ClientInfo <"),
        Item::Const(check) => text(check).contains("assert_client_hooks"),
        _ => false,
    }
}

/// What stands between the request and the reading of its answer.
const SENDING: [&str; 4] = [
    "self . pre (& mut request , & info) . await ? ;",
    "let result = self . exec (request , & info) . await ;",
    "self . post (& result , & info) . await ? ;",
    "let response = result ? ;",
];

fn bind_method(method: &mut ImplItemFn) -> Result<()> {
    let statements = &mut method.block.stmts;
    let start = statements.iter().position(|statement| text(statement).starts_with("let info ="));
    let tail = statements.split_off(start.context("it makes no `info`")?);
    let [info, sending @ .., Stmt::Expr(Expr::Match(reading), None)] = tail.as_slice() else {
        bail!("it does not end in a `match`");
    };
    ensure!(sending.iter().map(text).eq(SENDING), "it sends its request in another way");
    let operation = operation_id(info)?;
    let value = value(&method.sig.output)?;
    method.sig.output = parse_quote!(-> Result<Response<#value>, Failed>);
    statements.push(match reads_body(reading)? {
        true => Stmt::Expr(parse_quote!(self.inner.read(request, #operation).await), None),
        false => Stmt::Expr(parse_quote!(self.inner.ignore(request, #operation).await), None),
    });
    Ok(())
}

/// The id in `let info = OperationInfo { operation_id: "…" };`.
fn operation_id(info: &Stmt) -> Result<Expr> {
    if let Stmt::Local(local) = info
        && let Some(init) = &local.init
        && let Expr::Struct(info) = &*init.expr
        && let [id] = info.fields.iter().collect::<Vec<_>>()[..]
    {
        return Ok(id.expr.clone());
    }
    bail!("its `info` holds more than the operation's id")
}

/// The `T` of `Result<ResponseValue<T>, Error<()>>`.
fn value(output: &ReturnType) -> Result<Type> {
    if let ReturnType::Type(_, result) = output
        && let [response, error] = arguments(result, "Result")[..]
        && text(error) == "Error < () >"
        && let [value] = arguments(response, "ResponseValue")[..]
    {
        return Ok(value.clone());
    }
    bail!("it returns `{}`", text(output))
}

/// The type arguments of a type of that name.
fn arguments<'a>(of: &'a Type, name: &str) -> Vec<&'a Type> {
    let Type::Path(TypePath { path, .. }) = of else { return Vec::new() };
    let Some(last) = path.segments.last().filter(|last| last.ident == name) else { return Vec::new() };
    let PathArguments::AngleBracketed(arguments) = &last.arguments else { return Vec::new() };
    let types = arguments.args.iter().filter_map(|argument| match argument {
        GenericArgument::Type(argument) => Some(argument),
        _ => None,
    });
    types.collect()
}

/// Whether successful answers have a body to read. Any status that is no success is for the runtime to judge.
fn reads_body(reading: &ExprMatch) -> Result<bool> {
    let [successes @ .., other] = reading.arms.as_slice() else { bail!("it expects no answer") };
    ensure!(matches!(other.pat, Pat::Wild(_)), "it judges every status by itself");
    let all = |body: &str| !successes.is_empty() && successes.iter().all(|arm: &Arm| text(&arm.body) == body);
    if all("{ ResponseValue :: from_response (response) . await }") {
        return Ok(true);
    }
    ensure!(
        all("{ Ok (ResponseValue :: empty (response)) }"),
        "it reads an answer that is not JSON, or not always"
    );
    Ok(false)
}
