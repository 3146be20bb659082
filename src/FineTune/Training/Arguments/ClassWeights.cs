using System.Globalization;
using System.Text.Json.Nodes;
using FineTune.Training;

namespace FineTune;

/// <summary>How much the rows of each class count in the loss: for data in which some labels are rare.</summary>
/// <remarks>
/// In JSON: <c>"balanced"</c>, <c>[1.0, 4.5]</c> or <c>{"spam": 4.5}</c>; on the command line <c>--class_weights balanced</c>,
/// <c>--class_weights 1 4.5</c> or <c>--class_weights spam=4.5</c>.
/// </remarks>
public sealed class ClassWeights
{
    private const string BalancedWord = "balanced";

    private ClassWeights(IReadOnlyList<double>? weights, IReadOnlyDictionary<string, double>? byLabel) => (Weights, ByName) = (weights, byLabel);

    /// <summary>
    /// Gets weights in inverse proportion to how often a class occurs among the training labels: rows / (classes that occur * rows of the
    /// class), as scikit-learn's <c>class_weight="balanced"</c>; a class that does not occur counts 1. For several labels a row it is
    /// rows without the label / rows with it.
    /// </summary>
    public static ClassWeights Balanced { get; } = new(null, null);

    /// <summary>Gets whether the weights are worked out from the training labels.</summary>
    public bool IsBalanced => Weights is null && ByName is null;

    /// <summary>Gets a weight for each class in the order of their ids, or null when they were not given so.</summary>
    public IReadOnlyList<double>? Weights { get; }

    /// <summary>Gets weights by the names of labels, or null when they were not given so; the others count 1.</summary>
    public IReadOnlyDictionary<string, double>? ByName { get; }

    /// <summary>Gives a weight for each class, in the order of their ids.</summary>
    public static ClassWeights Of(params IReadOnlyList<double> weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        return new ClassWeights([.. weights], null);
    }

    /// <summary>Gives weights to some labels by their names; the others count 1.</summary>
    public static ClassWeights ByLabel(IReadOnlyDictionary<string, double> weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        return new ClassWeights(null, new OrderedDictionary<string, double>(weights, StringComparer.Ordinal));
    }

    /// <summary>Writes the weights as JSON.</summary>
    public override string ToString() => JsonText.WriteLine(ToJson(this));

    internal static JsonNode? ToJson(ClassWeights? weights) => weights switch
    {
        null => null,
        { Weights: { } list } => new JsonArray([.. list.Select(weight => JsonValue.Create(weight))]),
        { ByName: { } map } => new JsonObject(map.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)JsonValue.Create(pair.Value)))),
        _ => BalancedWord,
    };

    /// <summary>Reads what <see cref="ToJson"/> writes, or the words of a command line.</summary>
    /// <exception cref="FormatException">It is something else.</exception>
    internal static ClassWeights? FromJson(JsonNode? node) => node switch
    {
        null => null,
        JsonObject map => ByLabel(new OrderedDictionary<string, double>(map.Select(pair => KeyValuePair.Create(pair.Key, ArgumentValue.Real(pair.Value))))),
        JsonArray list when list.All(item => item is JsonValue value && !value.TryGetValue(out string? _)) => Of([.. list.Select(ArgumentValue.Real)]),
        JsonArray list => FromWords([.. list.Select(ArgumentValue.Text)]),
        _ => ArgumentValue.Text(node) is var text && text.StartsWith('{') ? FromJson(JsonText.ReadObject(text)) : FromWords([text]),
    };

    /// <summary>Gets what is wrong with the weights whatever the labels are, one message a problem.</summary>
    internal IEnumerable<string> Check()
    {
        IReadOnlyList<double> all = Weights ?? [.. ByName?.Values ?? []];
        if (all.Any(weight => !(weight >= 0 && double.IsFinite(weight))))
        {
            yield return $"class_weights are {this}, but a weight must be a number of at least 0.";
        }
        else if (!IsBalanced && all.All(weight => weight == 0))
        {
            yield return $"class_weights are {this}, which leaves nothing to learn from; at least one must be more than 0.";
        }
    }

    /// <summary>Balances classes of one label a row: rows / (classes that occur * rows of the class); 1 for one that does not occur.</summary>
    /// <param name="counts">How many rows each class has.</param>
    internal static double[] Balance(IReadOnlyList<long> counts)
    {
        double rows = counts.Sum();
        double present = counts.Count(count => count > 0);
        return [.. counts.Select(count => count == 0 ? 1 : rows / (present * count))];
    }

    /// <summary>Balances several labels a row: rows without the label / rows with it; 1 for one that does not occur.</summary>
    /// <param name="rows">How many rows there are.</param>
    /// <param name="counts">How many have each label.</param>
    internal static double[] BalanceSeveral(long rows, IReadOnlyList<long> counts) =>
        [.. counts.Select(count => count == 0 ? 1 : (rows - count) / (double)count)];

    /// <summary>Gets what keeps the weights from being those of some labels, one message a problem.</summary>
    internal IEnumerable<string> Check(IReadOnlyList<string> labels)
    {
        if (Weights is { } list && list.Count != labels.Count)
        {
            yield return $"class_weights has {list.Count} numbers, but there are {labels.Count} labels: {string.Join(", ", labels.Take(20))}"
                + $"{(labels.Count > 20 ? ", ..." : string.Empty)}. Give one a label in this order, or name them: label=number.";
        }

        foreach (string name in ByName?.Keys.Where(name => !labels.Contains(name)) ?? [])
        {
            string? nearest = SpellingDistance.Nearest(name, labels);
            yield return $"class_weights names the label \"{name}\", which there is not; the labels are {string.Join(", ", labels.Take(20))}"
                + $"{(labels.Count > 20 ? ", ..." : string.Empty)}." + (nearest is null ? string.Empty : $" Did you mean \"{nearest}\"?");
        }
    }

    private static ClassWeights FromWords(IReadOnlyList<string> words)
    {
        if (words is [BalancedWord])
        {
            return Balanced;
        }

        if (words.Count > 0 && words.All(word => TryNumber(word, out _)))
        {
            return Of([.. words.Select(Number)]);
        }

        OrderedDictionary<string, double> byLabel = new(StringComparer.Ordinal);
        foreach (string word in words)
        {
            int equals = word.LastIndexOf('=');
            byLabel[equals > 0 ? word[..equals] : throw Unexpected(word)] = Number(word[(equals + 1)..]);
        }

        return byLabel.Count > 0 ? ByLabel(byLabel) : throw Unexpected("[]");
    }

    private static bool TryNumber(string text, out double number) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number);

    private static double Number(string text) => TryNumber(text, out double number) ? number : throw Unexpected(text);

    private static FormatException Unexpected(string text) =>
        new($"\"{text}\" is not a value; expected balanced, a number for each label, or label=number");
}
