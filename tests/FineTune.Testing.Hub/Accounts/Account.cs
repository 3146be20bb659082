namespace FineTune.Testing.Accounts;

/// <summary>Who a token belongs to, and what it allows.</summary>
/// <param name="User">The name.</param>
/// <param name="Role"><c>read</c> or <c>write</c>.</param>
/// <param name="TokenName">What the user calls the token.</param>
/// <param name="Organisations">The organisations with the right in each.</param>
internal sealed record Account(string User, string Role, string TokenName, IReadOnlyDictionary<string, string> Organisations)
{
    public bool MayRead(string owner) => owner == User || Organisations.ContainsKey(owner);

    public bool MayWrite(string owner) => Role == "write" && (owner == User || Organisations.GetValueOrDefault(owner) == "write");
}
