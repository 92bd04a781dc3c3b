#![allow(warnings)]
mod support;
use api_runtime::{CallOptions, RequestBuilder, http::Method};
use std::{
    io::{Read, Write},
    net::TcpListener,
    thread,
};
#[derive(Debug, serde::Deserialize)]
struct Thing {
    id: String,
    name: Option<String>,
    tags: Option<Vec<String>>,
    size: Option<f64>,
    plan: Option<Plan>,
}
#[derive(Debug, serde::Deserialize)]
struct Plan {
    tier: Option<String>,
    price: Option<f64>,
}
#[test]
fn steady() {
    let n: usize = std::env::var("N").unwrap().parse().unwrap();
    let items: usize = std::env::var("ITEMS").unwrap().parse().unwrap();
    let one = r#"{"id":"abcdef0123456789","name":"a name of a thing","tags":["one","two","three"],"size":12.5,"plan":{"tier":"gold","price":49.0}}"#;
    let body = format!("[{}]", vec![one; items].join(","));
    let response = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nx-request-id: abc\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    );
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    thread::spawn(move || {
        for c in listener.incoming() {
            let mut c = c.unwrap();
            let r = response.clone();
            thread::spawn(move || {
                let mut b = [0; 8192];
                loop {
                    let l = c.read(&mut b).unwrap();
                    if l == 0 {
                        break;
                    }
                    c.write_all(r.as_bytes()).unwrap();
                }
            });
        }
    });
    let transport = support::transport_with(&url, support::settings());
    let rt = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    rt.block_on(async {
        for _ in 0..n {
            let r = transport
                .call(CallOptions::default())
                .execute::<Vec<Thing>>(RequestBuilder::new(
                    "things_list",
                    Method::GET,
                    "/v2/users/me/usage/monthly",
                ))
                .await
                .unwrap();
            assert_eq!(r.value.len(), items);
        }
    });
}
