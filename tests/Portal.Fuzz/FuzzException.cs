namespace Portal.Fuzz;

/// <summary>Something came out that must not come out.</summary>
internal sealed class FuzzException(string message) : Exception(message);
