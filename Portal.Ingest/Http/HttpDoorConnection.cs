namespace Portal.Ingest.Http;

/// <summary>Marks the connections that came in through the HTTP door, so that no other door's pages answer there and it answers nowhere else.</summary>
internal sealed class HttpDoorConnection
{
    private HttpDoorConnection()
    {
    }

    public static HttpDoorConnection Mark { get; } = new();
}
