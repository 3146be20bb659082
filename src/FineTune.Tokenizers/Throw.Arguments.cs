using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;

namespace FineTune.Tokenizers;

internal static partial class Throw
{
    [DoesNotReturn, StackTraceHidden]
    public static void NoPaddingToken() => throw new ArgumentException(
        "Asking to pad, but the tokenizer has no padding token. Load it with new TokenizerOptions { PadToken = \"[PAD]\" }, " +
        "or name pad_token in tokenizer_config.json.");

    [DoesNotReturn, StackTraceHidden]
    public static void SaveFolderIsFile(string path) => throw new IOException(
        $"\"{path}\" is a file, but a folder to save the tokenizer in was expected. Choose another path.");

    [DoesNotReturn, StackTraceHidden]
    public static void NotAMultiple(int maxLength, int multiple) => throw new ArgumentException(
        $"With truncation and padding both on, maxLength ({maxLength}) must be a multiple of padToMultipleOf ({multiple}). " +
        $"Pass maxLength: {maxLength / multiple * multiple} or {((maxLength / multiple) + 1) * multiple}.", nameof(maxLength));

    [DoesNotReturn, StackTraceHidden]
    public static void Negative(string name, int value) => throw new ArgumentOutOfRangeException(
        name, value, $"{name} must not be negative. Leave it out for its default.");

    [DoesNotReturn, StackTraceHidden]
    public static void TooShortForSpecialTokens(int maxLength, int special) => throw new ArgumentException(
        $"maxLength {maxLength} leaves no room for the {special} special tokens. Pass at least {special}, more to have something of the text, or addSpecialTokens: false.",
        nameof(maxLength));

    [DoesNotReturn, StackTraceHidden]
    public static void ThreadVariableUnusable(string name, string value, int most) => throw new FormatException(
        $"The environment variable {name} is '{value}', but it must be a whole number between 1 and {most}. Set it to the number of threads to use, or unset it.");

    [DoesNotReturn, StackTraceHidden]
    public static void PairsDiffer(int texts, int pairs) => throw new ArgumentException(
        $"There are {texts} texts but {pairs} second texts. Pass one second text for each text.", nameof(pairs));

    [DoesNotReturn, StackTraceHidden]
    public static void NoSuchColumn(string key, IEnumerable<string> keys) => throw new KeyNotFoundException(
        $"The encoding has no \"{key}\"; it has {string.Join(", ", keys)}. Ask for it when encoding, for example returnOffsetsMapping: true.");
}
