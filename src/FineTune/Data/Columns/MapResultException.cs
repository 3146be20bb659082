namespace FineTune.Data;

/// <summary>Carries a message about what a function of <c>Map</c> returned past the wrapping of what it threw.</summary>
internal sealed class MapResultException(ArgumentException message) : Exception(message.Message);
