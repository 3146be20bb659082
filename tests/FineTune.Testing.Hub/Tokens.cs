namespace FineTune.Testing;

/// <summary>The tokens a <see cref="StandInHub"/> knows. Alice belongs to the organisation <c>acme</c>, with the same right as her token's.</summary>
public static class Tokens
{
    public const string AliceWrite = "hf_alice_write";
    public const string AliceRead = "hf_alice_read";
    public const string BobWrite = "hf_bob_write";
    public const string BobRead = "hf_bob_read";

    /// <summary>A token the Hub does not know.</summary>
    public const string Wrong = "hf_nobody_at_all";
}
