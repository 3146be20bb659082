namespace FineTune.Hub;

/// <summary>What arrived is not what was asked for. Fetched once again; thrown on when that gives the same.</summary>
internal sealed class ContentMismatchException(HubFile file, string expected, string actual) : HubException(
    $"{file} arrived with {actual} instead of {expected}. It was deleted. Run the same again; if it stays so, a proxy or mirror on the way changes files.");
