using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Portal.Ingest.Tests")]
[assembly: InternalsVisibleTo("Portal.Fuzz")]
