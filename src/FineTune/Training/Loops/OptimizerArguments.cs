using System.Globalization;

namespace FineTune.Training;

/// <summary><c>optim_args</c>: <c>key=value,key=value</c>, with the keys that the chosen optimizer has.</summary>
internal sealed class OptimizerArguments
{
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    private OptimizerArguments(string? text, List<string> problems)
    {
        foreach (string part in (text ?? string.Empty).Replace(" ", string.Empty, StringComparison.Ordinal).Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] pair = part.Split('=');
            if (pair.Length != 2)
            {
                problems.Add($"optim_args has \"{part}\"; expected key=value,key=value, for example momentum=0.9.");
            }
            else
            {
                _values[pair[0]] = pair[1];
            }
        }
    }

    /// <summary>Reads text that <see cref="Check"/> found nothing wrong with.</summary>
    public static OptimizerArguments Parse(string? text) => new(text, []);

    /// <summary>Gets what is wrong with the text for an optimizer with these keys; a key maps to whether it takes true or false.</summary>
    public static IEnumerable<string> Check(string? text, string optimizer, IReadOnlyDictionary<string, bool> keys)
    {
        List<string> problems = [];
        foreach ((string key, string value) in new OptimizerArguments(text, problems)._values)
        {
            if (key == "weight_decay")
            {
                problems.Add("optim_args has weight_decay, which the parameter groups overrule; set the argument weight_decay instead.");
            }
            else if (!keys.TryGetValue(key, out bool isBoolean))
            {
                string have = keys.Count == 0 ? "it has no settings there" : "it has " + string.Join(", ", keys.Keys);
                problems.Add($"optim_args has {key}, which {optimizer} does not; {have}.");
            }
            else if (isBoolean ? ParseBoolean(value) is null : ParseNumber(value) is null)
            {
                problems.Add($"optim_args has {key}={value}; expected {(isBoolean ? "true or false" : "a number")}.");
            }
        }

        return problems;
    }

    public double Number(string key, double otherwise) => _values.TryGetValue(key, out string? text) ? ParseNumber(text)!.Value : otherwise;

    public bool Boolean(string key) => _values.TryGetValue(key, out string? text) && ParseBoolean(text)!.Value;

    private static double? ParseNumber(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) ? value : null;

    private static bool? ParseBoolean(string text) => text.ToLowerInvariant() switch
    {
        "true" or "1" or "yes" or "y" or "t" or "on" => true,
        "false" or "0" or "no" or "n" or "f" or "off" => false,
        _ => null,
    };
}
