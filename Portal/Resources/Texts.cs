namespace Portal.Resources;

/// <summary>Names the texts of the pages: Texts.resx in English, Texts.de.resx in German, always with the same keys.</summary>
internal sealed class Texts;
