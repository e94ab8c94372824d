using AngleSharp.Dom;
using Portal.Core.Html.Css;

namespace Portal.Core.Html;

/// <summary>Sees what a reader of the mail sees, in order: the HTML view and the plain-text view are two of it.</summary>
internal interface ITreeVisitor
{
    /// <summary>The style attributes read so far.</summary>
    InlineStyles Styles { get; }

    /// <summary>An element that is to be kept, an image or a field. The latter two have no content.</summary>
    void Enter(IElement element, ElementFate fate, string name, InlineStyles.Style style);

    /// <summary>The end of an element that was entered with <see cref="ElementFate.Keep"/>.</summary>
    void Leave(string name);

    /// <summary>Text, with its character references decoded.</summary>
    void Text(string text);
}
