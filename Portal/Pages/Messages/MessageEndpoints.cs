using Portal.Security;

namespace Portal.Pages.Messages;

/// <summary>The bytes beside the message page: its body for the frame, its parts, the whole mail. Each needs the owner's session.</summary>
internal static class MessageEndpoints
{
    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Head];

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/messages/{id:guid}/body", Methods, MailBody.AnswerAsync).WithMetadata(HeaderPolicy.MailBody)
            .AddEndpointFilter<RouteHandlerBuilder, DeletedMeanwhile>();
        routes.MapMethods("/messages/{id:guid}/parts/{number:int}", Methods, MailPart.AnswerAsync).WithMetadata(HeaderPolicy.Download)
            .AddEndpointFilter<RouteHandlerBuilder, DeletedMeanwhile>();
        routes.MapMethods("/messages/{id:guid}/parts/{number:int}/files/{file:int}", Methods, MailEmbeddedFile.AnswerAsync)
            .WithMetadata(HeaderPolicy.Download).AddEndpointFilter<RouteHandlerBuilder, DeletedMeanwhile>();
        routes.MapMethods("/messages/{id:guid}/print.pdf", Methods, MailPdf.AnswerAsync).WithMetadata(HeaderPolicy.Download)
            .AddEndpointFilter<RouteHandlerBuilder, DeletedMeanwhile>();
        routes.MapMethods("/messages/{id:guid}/original.eml", Methods, MailOriginal.AnswerAsync).WithMetadata(HeaderPolicy.Download)
            .AddEndpointFilter<RouteHandlerBuilder, DeletedMeanwhile>();
    }
}
