using System.Globalization;
using System.Text;
using FineTune.Training;

namespace FineTune;

/// <summary>What a learning-rate range test found.</summary>
/// <param name="Points">The steps, in order.</param>
/// <param name="Suggestion">The rate at which the loss falls most steeply; null when it does not fall beyond what chance does.</param>
/// <param name="Diverged">Whether the loss ran away before the last step.</param>
public sealed record LrFindResult(IReadOnlyList<LrFindPoint> Points, double? Suggestion, bool Diverged)
{
    private const int RowsShown = 20;

    /// <summary>Writes a table of some of the steps, the suggested one marked, and the suggestion.</summary>
    public override string ToString()
    {
        StringBuilder text = new("learning rate        loss    smoothed\n");
        int every = Math.Max(1, (int)Math.Ceiling(Points.Count / (double)RowsShown));
        for (int i = 0; i < Points.Count; i++)
        {
            LrFindPoint point = Points[i];
            bool isSuggested = point.LearningRate == Suggestion;
            if (i % every == 0 || isSuggested || i == Points.Count - 1)
            {
                text.Append(CultureInfo.InvariantCulture, $"{point.LearningRate,13:E2}  {point.Loss,10:F4}  {point.SmoothedLoss,10:F4}{(isSuggested ? "  <- steepest" : string.Empty)}\n");
            }
        }

        text.Append(Diverged ? "The loss ran away there.\n" : string.Empty);
        return text.Append(Suggestion is { } rate
            ? $"Suggested learning rate: {PythonNumber.General(rate, 3)}"
            : "No suggestion: the loss did not fall beyond what chance does. Try other bounds, more steps or larger batches.").ToString();
    }
}
