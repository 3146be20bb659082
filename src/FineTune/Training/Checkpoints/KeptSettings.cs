using System.Collections;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace FineTune.Training;

/// <summary>What the state of an optimizer keeps of its settings, whatever the arguments of a run that goes on say.</summary>
internal sealed class KeptSettings
{
    private static readonly (string Key, string Argument)[] s_settings =
    [
        (OptimizerKeys.InitialLr, "learning_rate"),
        .. new[] { OptimizerKeys.WeightDecay, OptimizerKeys.Betas, "beta1", "beta2", OptimizerKeys.Eps, OptimizerKeys.Momentum, "dampening", "nesterov", "alpha", "lr_decay", OptimizerKeys.Amsgrad }
            .Select(key => (key, key)),
    ];

    private readonly Optimizer _optimizer;
    private readonly string[] _asked;

    /// <summary>Looks at an optimizer that was made as the arguments say.</summary>
    public KeptSettings(Optimizer optimizer) => (_optimizer, _asked) = (optimizer, Texts(optimizer));

    /// <summary>Gets what the state that was loaded since has otherwise, each with both values.</summary>
    public IEnumerable<string> Differences() => Texts(_optimizer)
        .Select((kept, i) => kept == _asked[i] || kept.Length == 0 || _asked[i].Length == 0 ? null : $"{s_settings[i % s_settings.Length].Argument} {kept}, not {_asked[i]}")
        .OfType<string>().Distinct();

    private static string[] Texts(Optimizer optimizer) =>
        [.. optimizer.ParamGroups.SelectMany(group => s_settings.Select(setting => Text(group.Options.GetValueOrDefault(setting.Key))))];

    /// <summary>A setting in words; a pair may have been read as a tuple or as a list.</summary>
    private static string Text(object? value) => value switch
    {
        ITuple pair => string.Join(", ", Enumerable.Range(0, pair.Length).Select(i => Text(pair[i]))),
        IEnumerable items and not string => string.Join(", ", items.Cast<object?>().Select(Text)),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? string.Empty,
    };
}
