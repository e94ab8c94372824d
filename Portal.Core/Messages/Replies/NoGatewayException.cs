namespace Portal.Core.Messages.Replies;

/// <summary>No gateway of the tenant has a certificate that can be encrypted to, so that nothing can leave. Nothing was sent, and nothing is kept.</summary>
public sealed class NoGatewayException(string tenant)
    : Exception($"No trusted gateway of the tenant '{tenant}' has a certificate that can be encrypted to: 'tunnel list' shows them, 'tunnel encrypt FILE --name NAME' names one.");
