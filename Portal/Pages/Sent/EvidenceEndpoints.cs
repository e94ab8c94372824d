using Microsoft.Extensions.Localization;
using Portal.Core.Evidence;
using Portal.Core.Messages.Proof;
using Portal.Core.Messages.Tracking;
using Portal.Resources;
using Portal.Security;

namespace Portal.Pages.Sent;

/// <summary>The evidence of a message as files, for its sender: behind the link in a mail, and for who has signed in.</summary>
internal static class EvidenceEndpoints
{
    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Head];

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/sent/{token}/evidence.json", Methods, JsonByLinkAsync).WithMetadata(HeaderPolicy.Download).AllowAnonymous()
            .RequireRateLimiting(RateLimits.Notice);
        routes.MapMethods("/sent/{token}/evidence.pdf", Methods, PdfByLinkAsync).WithMetadata(HeaderPolicy.Download).AllowAnonymous()
            .RequireRateLimiting(RateLimits.Notice);
        routes.MapMethods("/sent/messages/{id:guid}/evidence.json", Methods, JsonAsync).WithMetadata(HeaderPolicy.Download).RequireRateLimiting(RateLimits.Notice);
        routes.MapMethods("/sent/messages/{id:guid}/evidence.pdf", Methods, PdfAsync).WithMetadata(HeaderPolicy.Download).RequireRateLimiting(RateLimits.Notice);
    }

    private static async Task<IResult> JsonByLinkAsync(string token, FindSenderMessage links, ExportEvidence export, CancellationToken cancellationToken) =>
        Json((await links.FindAsync(token, cancellationToken))?.Message?.Chain, export);

    private static async Task<IResult> PdfByLinkAsync(
        string token, FindSenderMessage links, IStringLocalizer<Texts> texts, Site site, TimeProvider time, CancellationToken cancellationToken) =>
        Pdf((await links.FindAsync(token, cancellationToken))?.Message?.Chain, texts, site, time);

    private static async Task<IResult> JsonAsync(Guid id, SentOwner owner, ExportEvidence export, CancellationToken cancellationToken) =>
        Json((await owner.FindAsync(id, cancellationToken))?.Chain, export);

    private static async Task<IResult> PdfAsync(
        Guid id, SentOwner owner, IStringLocalizer<Texts> texts, Site site, TimeProvider time, CancellationToken cancellationToken) =>
        Pdf((await owner.FindAsync(id, cancellationToken))?.Chain, texts, site, time);

    private static IResult Json(EvidenceChain? chain, ExportEvidence export) =>
        chain is null ? Results.NotFound() : Results.Bytes(export.ToJson(chain), "application/json", "evidence.json");

    private static IResult Pdf(EvidenceChain? chain, IStringLocalizer<Texts> texts, Site site, TimeProvider time) =>
        chain is null ? Results.NotFound() : Results.Bytes(EvidencePdf.Of(chain, time.GetUtcNow(), texts, site.Language), "application/pdf", "evidence.pdf");
}
