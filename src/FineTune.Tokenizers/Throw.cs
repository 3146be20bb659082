using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;

namespace FineTune.Tokenizers;

/// <summary>Every message of the tokenizers: what happened, what was expected, what to type.</summary>
internal static partial class Throw
{
    [DoesNotReturn, StackTraceHidden]
    public static void UnknownTokenMissing(string unknownToken, ReadOnlySpan<char> word) => throw new TokenizerException(
        $"The word \"{word}\" is not made of pieces of the vocabulary, and the unknown token \"{unknownToken}\" that would stand for it " +
        "is not in the vocabulary either. Add it to vocab.txt or tokenizer.json, or name the right one as unk_token in tokenizer_config.json.");

    public static TokenizerException UnknownTokenOutside(string unknownToken) => new(
        $"The unknown token \"{unknownToken}\" stands for characters that are not in the vocabulary, but is not in it either. " +
        "Add it to the vocabulary, or correct unk_token in tokenizer.json.");

    public static TokenizerException NoUnknownToken(int point) => new(
        $"The character U+{point:X4} is not in the vocabulary, and no unk_id says what stands for it. Set unk_id in tokenizer.json.");

    public static TokenizerException PatternTooSlow(string pattern, int length) => new(
        $"Looking for the regular expression \"{pattern}\" in a text of {length:N0} characters took too long. " +
        "Write it with fewer repetitions inside repetitions, or encode the text in parts.");

    [DoesNotReturn, StackTraceHidden]
    public static void CannotTruncate(TruncationStrategy strategy, int first, int? second, int maxLength)
    {
        if (strategy == TruncationStrategy.OnlySecond && second is null)
        {
            throw new ArgumentException(
                "Truncation OnlySecond needs a second text, but there is only one. Pass textPair, or truncation: TruncationStrategy.OnlyFirst.");
        }

        throw new ArgumentException(
            $"Truncation {strategy} cannot reach the length asked for: the texts have {first}{(second is null ? "" : $" and {second}")} tokens, " +
            $"and {maxLength} remain after special tokens. Use truncation: TruncationStrategy.LongestFirst, or a larger maxLength.");
    }

    [DoesNotReturn, StackTraceHidden]
    public static void StrideTooLong(int stride, int length) => throw new ArgumentException(
        $"stride {stride} must be smaller than the {length} tokens a window holds (maxLength less special tokens and the other text). " +
        "Pass a smaller stride or a larger maxLength.", nameof(stride));
}
