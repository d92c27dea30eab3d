"""Our names of labs and models beside those of genai-prices, where they differ."""

PROVIDERS: dict[str, str] = {
    "anthropic": "anthropic",
    "aws": "aws",
    "deepseek": "deepseek",
    "google": "google",
    "meta": "meta",
    "minimax": "minimax",
    "mistral": "mistral",
    "moonshot": "moonshotai",
    "openai": "openai",
    "spacex": "x-ai",
    # Its other list, zhipuai, is in yuan.
    "zhipu": "zai",
}
"""Our lab to the provider that holds the lab's own prices; Alibaba's stand only in resellers' lists."""

MODELS: dict[str, str] = {
    "claude-3-opus": "claude-3-opus-latest",
    "claude-opus-4": "claude-opus-4-0",
    # The name that V3 was last sold by; earlier and later models had it too.
    "deepseek-v3": "deepseek-chat",
    "deepseek-r1": "deepseek-reasoner",
    "deepseek-v4.1-flash": "deepseek-flash",
    "gemini-3-pro": "gemini-3-pro-preview",
    "grok-4": "grok-4-0709",
    # Its entry kimi-k2 has a reseller's price.
    "kimi-k2": "kimi-k2-0711-preview",
    "llama-4-maverick": "meta.llama4-maverick-17b-instruct-v1:0",
    # Its entry MiniMax-M2 takes these names too.
    "minimax-m2.1": "MiniMax-M2",
    "minimax-m2.5": "MiniMax-M2",
    "mistral-large-3": "mistral-large-2512",
}
"""Our model to its entry, where the two are not the same name. Never guessed: a near name may be another model."""

# Two labs' lists also hold what they host for others, under the other lab's name.
HOSTED: dict[str, tuple[str, ...]] = {
    "google": ("claude",),
    "mistral": ("deepseek", "zai"),
}
