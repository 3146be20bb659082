namespace FineTune.Testing.Server;

/// <summary>There is nobody left to answer.</summary>
internal sealed class ConnectionGone : Exception;
