namespace FineTune.Tokenizers;

/// <summary>An added token as it is looked for: code points, its id and its settings.</summary>
internal sealed record AddedTokenPattern(int[] Points, int Id, AddedToken Token);
