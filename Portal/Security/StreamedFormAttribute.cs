using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace Portal.Security;

/// <summary>
/// On pages that read their form themselves while it comes. The framework would read it first, for the token and for binding, and put files of some size
/// into the temporary folder as they are. <see cref="CrossSiteCheck"/> leaves the token to the page, which looks at it before any file
/// (<see cref="StreamedForm"/>); where the request comes from is checked as ever.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class StreamedFormAttribute : Attribute, IResourceFilter
{
    public void OnResourceExecuting(ResourceExecutingContext context)
    {
        var factories = context.ValueProviderFactories;
        factories.RemoveType<FormValueProviderFactory>();
        factories.RemoveType<FormFileValueProviderFactory>();
        factories.RemoveType<JQueryFormValueProviderFactory>();
    }

    public void OnResourceExecuted(ResourceExecutedContext context)
    {
    }
}
