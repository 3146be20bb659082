using System.Globalization;

namespace FineTune.Optim;

/// <summary><c>optim_args</c>: <c>key=value,key=value</c>, read against the keys an optimizer has.</summary>
internal sealed class OptimArguments
{
    private readonly Dictionary<string, object> _values = [];

    public OptimArguments(OptimizerEntry optimizer, string? text)
    {
        foreach (string part in (text ?? string.Empty).Replace(" ", string.Empty).Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] pair = part.Split('=');
            if (pair.Length == 2)
            {
                Read(optimizer, pair[0], pair[1]);
            }
            else
            {
                Problems.Add($"optim_args has '{part}', but key=value,key=value is expected, such as momentum=0.9.");
            }
        }
    }

    /// <summary>Gets what is wrong with the text; empty when nothing is.</summary>
    public List<string> Problems { get; } = [];

    public double Number(string key, double fallback) => NumberOrNull(key) ?? fallback;

    public double? NumberOrNull(string key) => _values.TryGetValue(key, out object? value) ? (double)value : null;

    public int? IntegerOrNull(string key) => NumberOrNull(key) is { } value ? (int)value : null;

    public bool Flag(string key) => _values.TryGetValue(key, out object? value) && (bool)value;

    private void Read(OptimizerEntry optimizer, string key, string text)
    {
        if (optimizer.Useless.TryGetValue(key, out string? reason))
        {
            Problems.Add($"optim_args has {key}, which would change nothing: {reason}.");
        }
        else if (!optimizer.Keys.TryGetValue(key, out OptimArgumentKind kind))
        {
            string known = optimizer.Keys.Count == 0 ? "it has none" : "it has " + string.Join(", ", optimizer.Keys.Keys);
            Problems.Add($"optim_args has '{key}', which is no setting of {optimizer.Name}; {known}. Correct or remove it.");
        }
        else if (Convert(kind, text) is { } value)
        {
            _values[key] = value;
        }
        else
        {
            Problems.Add($"optim_args has {key}={text}, but {Expected(kind)} is expected.");
        }
    }

    private static object? Convert(OptimArgumentKind kind, string text) => kind switch
    {
        OptimArgumentKind.Flag => text.ToLowerInvariant() switch
        {
            "true" or "1" or "yes" or "y" or "t" or "on" => true,
            "false" or "0" or "no" or "n" or "f" or "off" => false,
            _ => null,
        },
        _ when !double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) || !double.IsFinite(number) => null,
        OptimArgumentKind.Count => double.IsInteger(double.Parse(text, CultureInfo.InvariantCulture)) && text[0] != '-'
            ? double.Parse(text, CultureInfo.InvariantCulture)
            : null,
        _ => double.Parse(text, CultureInfo.InvariantCulture),
    };

    private static string Expected(OptimArgumentKind kind) => kind switch
    {
        OptimArgumentKind.Flag => "true or false",
        OptimArgumentKind.Count => "a whole number",
        _ => "a number",
    };
}
