using Microsoft.EntityFrameworkCore;
using Portal.Core.Storage;
using Portal.Core.Storage.Blobs;

namespace Portal.Pages.Health;

/// <summary>For whoever watches the service: does the process answer, can it work. They say no more than that.</summary>
internal static partial class HealthEndpoints
{
    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Head];

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/health/live", Methods, () => Results.Text("live\n")).AllowAnonymous().ShortCircuit();
        routes.MapMethods("/health/ready", Methods, ReadyAsync).AllowAnonymous().ShortCircuit();
    }

    private static async Task<IResult> ReadyAsync(
        IDbContextFactory<PortalContext> contexts, BlobFolder blobs, ILogger<BlobFolder> log, CancellationToken cancellationToken)
    {
        try
        {
            await using var context = await contexts.CreateDbContextAsync(cancellationToken);
            await context.Gateways.AnyAsync(cancellationToken);
            await using var draft = blobs.Create();
            await draft.Stream.WriteAsync(new byte[1], cancellationToken);
            return Results.Text("ready\n");
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            NotReady(log, error.GetType().Name);
            return Results.Text("not ready\n", statusCode: StatusCodes.Status503ServiceUnavailable);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Not ready: {Kind}")]
    private static partial void NotReady(ILogger logger, string kind);
}
