using FineTune.Data;

namespace FineTune;

/// <content>The messages of metrics that compare texts.</content>
internal static partial class MetricError
{
    public static ArgumentException OfTexts(string metric) => new(
        $"{metric} compares texts, but was given numbers. Pass what the model wrote and what is right as strings; for classes use accuracy or f1.");

    public static ArgumentException NotOfTexts(string metric) => new(
        $"{metric} compares numbers, but was given texts. Pass class numbers or scores; for texts use exact_match, rouge, bleu, sacrebleu or chrf.");

    public static ArgumentException TextsAndNumbers(string metric) => new(
        $"{metric} was given texts and numbers. Compute from one before adding the other.");

    public static ArgumentException OptionOfTexts(string metric, string option) => new(
        $"{metric}: {option} is for texts, but rows of numbers were added. Leave it out.");

    public static ArgumentException NoText(string metric, int row) => new(
        $"{metric}: row {row} has no prediction or no reference. Give every row a text and at least one reference; they may be empty texts.");

    public static ArgumentException OneReference(string metric, int row) => new(
        $"{metric}: row {row} has several references. Give every row one.");

    public static ArgumentException ReferencesDiffer(string metric, int row, int count, int expected) => new(
        $"{metric} requires the same number of references for each prediction, but row {row} has {count} and row 0 has {expected}. Fill up with "
        + "empty texts, which are left out.");

    public static ArgumentException EmptyReference(string metric, int row) => new(
        $"{metric}: all references of row {row} are empty. Give it one with words in it, or leave the row out.");

    public static ArgumentException UnknownTokenizer(string name, IReadOnlyList<string> names) => new(
        $"There is no Tokenize \"{name}\"; there are {DataError.List(names)}. Split other languages yourself and pass \"none\".");

    public static ArgumentException UnknownRouge(string type, IReadOnlyList<string> names) => new(
        $"Invalid rouge type: {type}. There are rouge1 to rouge9, rougeL and rougeLsum.{DataError.Suggest(type, names)}");
}
