namespace FineTune.Hub;

/// <summary>The token that requests carry, and where it came from: a wrong one is only found by whoever knows which it was.</summary>
internal sealed class ResolvedToken(string value, string source)
{
    public string Value => value;

    /// <summary>Gets where it came from, as the middle of a sentence: "the token from HF_TOKEN".</summary>
    public string Source => source;

    public override string ToString() => "*** from " + source;
}
