namespace Portal.Ingest.Http;

/// <summary>Stands before everything else that the process serves: what came in through the HTTP door stays here.</summary>
internal sealed class HttpDoorFilter : IStartupFilter
{
    // The door is made with the first request: Kestrel starts before a fresh data folder has the keys it needs.
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use(rest => context => context.Features.Get<HttpDoorConnection>() is null
            ? rest(context)
            : context.RequestServices.GetRequiredService<HttpDoor>().HandleAsync(context));
        next(app);
    };
}
