using System.Runtime.CompilerServices;

namespace FineTune;

/// <summary>The ranges settings must lie in.</summary>
internal static class OptimizerRules
{
    public static void NotNegative(double value, [CallerArgumentExpression(nameof(value))] string name = "")
    {
        if (!(value >= 0))
        {
            Throw.OptionOutOfRange(Last(name), value, "0 or more");
        }
    }

    public static void Positive(double value, [CallerArgumentExpression(nameof(value))] string name = "")
    {
        if (!(value > 0))
        {
            Throw.OptionOutOfRange(Last(name), value, "more than 0");
        }
    }

    public static void Share(double value, [CallerArgumentExpression(nameof(value))] string name = "")
    {
        if (!(value >= 0 && value < 1))
        {
            Throw.OptionOutOfRange(Last(name), value, "at least 0 and less than 1");
        }
    }

    public static void Between(double value, [CallerArgumentExpression(nameof(value))] string name = "")
    {
        if (!(value > 0 && value < 1))
        {
            Throw.OptionOutOfRange(Last(name), value, "more than 0 and less than 1");
        }
    }

    private static string Last(string expression) => expression[(expression.LastIndexOf('.') + 1)..];
}
