using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Portal.Core.Html;

namespace Portal.BrowserTests.Vectors;

/// <summary>Which of the layers stand between a vector and the reader.</summary>
/// <param name="Sanitised">The sanitiser rewrites the vector.</param>
/// <param name="Sandbox">The frame has the product's sandbox attribute, and the policy its sandbox directive.</param>
/// <param name="Policy">The product's headers are sent with page and body, less their sandbox.</param>
internal sealed record Layers(bool Sanitised, bool Sandbox, bool Policy);

/// <summary>The headers and the sandbox that the product itself gave a moment ago.</summary>
internal sealed record ProductLayers(IReadOnlyDictionary<string, string> Page, IReadOnlyDictionary<string, string> Body, string Sandbox);

/// <summary>Serves vectors, each as a document of its own in a frame, behind some of the product's layers and without the others.</summary>
internal sealed class VectorServer : IAsyncDisposable
{
    private static readonly string[] OfTheContent = ["content-length", "content-type", "date", "server", "set-cookie", "transfer-encoding", "alt-svc"];

    private readonly WebApplication _app;
    private readonly IReadOnlyList<Vector> _vectors;
    private readonly ProductLayers _product;
    private readonly Layers _layers;

    private VectorServer(WebApplication app, IReadOnlyList<Vector> vectors, ProductLayers product, Layers layers) =>
        (_app, _vectors, _product, _layers) = (app, vectors, product, layers);

    public Uri Address { get; private set; } = null!;

    public static async Task<VectorServer> StartAsync(IReadOnlyList<Vector> vectors, ProductLayers product, Layers layers)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0").ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        var server = new VectorServer(builder.Build(), vectors, product, layers);
        server._app.MapGet("/wall/{from:int}/{count:int}", server.Wall);
        server._app.MapGet("/vector/{number:int}", server.Document);
        await server._app.StartAsync();
        server.Address = new Uri(server._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        return server;
    }

    /// <summary>Whether the address is one of a wall or a vector.</summary>
    public bool Serves(string address) => address == "about:blank" || address == "about:srcdoc"
        || address.StartsWith($"{Address}wall/", StringComparison.Ordinal) || address.StartsWith($"{Address}vector/", StringComparison.Ordinal);

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private IResult Wall(HttpContext http, int from, int count)
    {
        Send(http, _product.Page);
        var sandbox = _layers.Sandbox ? $"sandbox=\"{WebUtility.HtmlEncode(_product.Sandbox)}\"" : "";
        var frames = Enumerable.Range(from, count).Select(n => $"<iframe {sandbox} width=\"180\" height=\"90\" src=\"/vector/{n}\"></iframe>");
        return Results.Text($"<!doctype html><title>Wall</title>{string.Concat(frames)}", "text/html; charset=utf-8");
    }

    private IResult Document(HttpContext http, int number)
    {
        Send(http, _product.Body);
        var html = _vectors[number].Html;
        return Results.Text(_layers.Sanitised ? new HtmlSanitiser().Sanitise(html, new SanitiserOptions()).Html.Markup : html, "text/html; charset=utf-8");
    }

    private void Send(HttpContext http, IReadOnlyDictionary<string, string> headers)
    {
        foreach (var (name, value) in headers.Where(header => !OfTheContent.Contains(header.Key)))
        {
            var directives = value.Split(';', StringSplitOptions.TrimEntries).Where(d => d.StartsWith("sandbox", StringComparison.Ordinal)
                ? _layers.Sandbox
                : _layers.Policy);
            if (name != "content-security-policy")
            {
                directives = _layers.Policy ? [value] : [];
            }

            if (string.Join("; ", directives) is { Length: > 0 } kept)
            {
                http.Response.Headers[name] = kept;
            }
        }
    }
}
