using System.Text.Json.Nodes;

namespace FineTune.Tokenizers;

/// <summary>The vocabulary of a unigram model and its character map, of tokenizer.json or of a SentencePiece model.</summary>
internal sealed record UnigramVocabulary((string Token, double Score)[] Tokens, PrecompiledNormalizer? Precompiled)
{
    /// <summary>Gets whether it is a SentencePiece model's, not yet numbered as a class does.</summary>
    public bool IsSentencePiece { get; init; }

    /// <summary>Gets the number of the unknown piece of a SentencePiece model.</summary>
    public int? UnknownId { get; init; }

    /// <summary>Gets whether unknown characters become bytes.</summary>
    public bool ByteFallback { get; init; }

    /// <summary>Gets the control and user-defined pieces of a SentencePiece model, as added tokens.</summary>
    public JsonArray ExtraTokens { get; init; } = [];

    /// <summary>Gets the pieces that have a name: <c>bos_token</c>, ...</summary>
    public IReadOnlyList<(string Name, string Token)> Named { get; init; } = [];
}
