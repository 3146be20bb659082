namespace FineTune.Tokenizers;

/// <summary>A special token of a template: a name that stands for one or more tokens.</summary>
internal sealed record SpecialToken(string Id, int[] Ids, string[] Tokens);
