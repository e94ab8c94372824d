using AngleSharp.Dom;
using Portal.Core.Html.Css;

namespace Portal.Core.Html;

/// <summary>Writes the HTML view: kept elements with kept attributes, all else as text.</summary>
internal sealed class BodyWriter : ITreeVisitor
{
    private readonly MarkupWriter _markup;
    private readonly ElementWriter _elements;
    private readonly long _lean;
    private bool _afterPre;

    /// <param name="sourceLength">The mail's length: of a mail that makes much more markup than it has itself only text and bare tags are written.</param>
    /// <param name="options">What belongs to the mail beside its body.</param>
    public BodyWriter(int sourceLength, SanitiserOptions options)
    {
        Pictures = new Pictures(options);
        Context = new CssStyleContext { Picture = Pictures.Ground };
        _markup = new MarkupWriter(sourceLength + 4096);
        _elements = new ElementWriter(_markup, Pictures, Context);
        _lean = (4L * sourceLength) + 1_000_000;
    }

    public InlineStyles Styles { get; } = new();

    public Pictures Pictures { get; }

    public CssStyleContext Context { get; }

    public MarkupWriter Markup => _markup;

    /// <summary>How many links ran something instead of leading somewhere.</summary>
    public int ActiveLinks => _elements.ActiveLinks;

    private bool IsLean => _markup.Length - Pictures.Written > _lean;

    /// <summary>Begins the body with what the mail says about it.</summary>
    public BodyWriter Begin(IElement? body)
    {
        if (body is null)
        {
            _markup.Own("<body>");
        }
        else
        {
            _elements.Open(body, "body", Styles.Of(body.GetAttribute("style")));
        }

        return this;
    }

    public void Enter(IElement element, ElementFate fate, string name, InlineStyles.Style style)
    {
        _afterPre = false;
        if (IsLean)
        {
            // The closing tags still come, so the names have to.
            if (fate == ElementFate.Keep)
            {
                _markup.Open(name);
                _markup.EndOpen();
            }

            return;
        }

        switch (fate)
        {
            case ElementFate.Image:
                _elements.Image(element, style);
                break;
            case ElementFate.Field:
                _elements.Field(element);
                break;
            default:
                _elements.Open(element, name, style);
                _afterPre = name == "pre";
                break;
        }
    }

    public void Leave(string name)
    {
        _afterPre = false;
        if (!ElementRules.IsVoid(name))
        {
            _markup.Close(name);
        }
    }

    public void Text(string text)
    {
        // The parser drops one line break behind <pre> (HTML §13.2.6.4.7), so one that is text needs another before it.
        if (_afterPre && text.StartsWith('\n'))
        {
            _markup.Own("\n");
        }

        _afterPre = false;
        _markup.Text(text);
    }
}
