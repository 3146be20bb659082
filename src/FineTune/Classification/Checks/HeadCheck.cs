using FineTune.Terminal;

namespace FineTune.Classification;

/// <summary>Whether a head that was trained for other labels is trained on, as the reference does: as many outputs fit, whatever they meant.</summary>
internal static class HeadCheck
{
    private const int Shown = 20;

    public static IEnumerable<Finding> Of(CheckedRun run)
    {
        RunPreparation preparation = run.Preparation;
        IReadOnlyList<string> old = preparation.HeadNames;
        IReadOnlyList<string> names = preparation.Labels.Names;
        if (preparation.Training is { DoTrain: true, ResumeFromCheckpoint: null } && !run.Resumes && old.Count == names.Count && !old.SequenceEqual(names, StringComparer.Ordinal))
        {
            yield return Finding.Warning($"The model's head was trained for {List(old)}, but the labels are {List(names)}: training goes on from that head, and its outputs get the new names in this "
                + "order. If they mean something else now, name the model that it was fine-tuned from (--model_name_or_path), whose head is drawn anew; --ignore_mismatched_sizes does so only "
                + "where the number of labels differs.");
        }
    }

    /// <summary>Gets the names that a model's head was trained for, in the order of its outputs; none where it has no head, or names nobody gave.</summary>
    public static IReadOnlyList<string> NamesOf(PretrainedConfig config)
    {
        bool hasHead = config.Architectures?.Any(name => name.EndsWith("ForSequenceClassification", StringComparison.Ordinal)) == true;
        string[] names = hasHead && config.NumberingProblem is null ? [.. Enumerable.Range(0, config.NumLabels).Select(id => config.Id2Label[id])] : [];
        return names.Index().All(name => name.Item == $"LABEL_{name.Index}") ? [] : names;
    }

    private static string List(IReadOnlyList<string> names) =>
        string.Join(", ", names.Take(Shown).Select(VisibleText.Of)) + (names.Count > Shown ? $" and {names.Count - Shown} more" : string.Empty);
}
