namespace FineTune.Data;

/// <summary>A data set that describes itself: a folder, or a revision of a repository of the Hub.</summary>
/// <param name="Name">Its path or id.</param>
/// <param name="Tree">Its files.</param>
/// <param name="Card">What it says about itself.</param>
internal sealed record DatasetRepository(string Name, IDataTree Tree, DatasetCard Card)
{
    /// <summary>Gets the name of the program that would load it, which is never run: <c>name.py</c> in the root.</summary>
    public string ScriptName => System.IO.Path.GetFileName(System.IO.Path.TrimEndingDirectorySeparator(Name)) + ".py";
}
