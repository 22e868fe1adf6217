//! Documents and answers of `wangge` as JSON.

pub mod answer;
