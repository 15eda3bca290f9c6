//! What is kept?
