using Portal.Core.Messages;
using Portal.SignIn;

namespace Portal.Pages.Messages;

/// <summary>A message that is deleted while something of it is opened is not found, like one that was deleted before. Bytes that are missing otherwise are an error.</summary>
internal sealed class DeletedMeanwhile : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (FileNotFoundException)
        {
            var services = context.HttpContext.RequestServices;
            var (messages, reader) = (services.GetRequiredService<OpenMessage>(), services.GetRequiredService<CurrentReader>());
            if (!Guid.TryParse(context.HttpContext.GetRouteValue("id") as string, out var id)
                || await messages.IsThereAsync(reader.Mailboxes, id, context.HttpContext.RequestAborted))
            {
                throw;
            }

            return Results.NotFound();
        }
    }
}
