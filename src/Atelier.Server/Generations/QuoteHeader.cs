using Atelier.Core.Requests;

namespace Atelier.Server.Generations;

/// <summary>
/// The <c>Atelier-Quote</c> header: the quote that a request comes with. A header and no field, so that the body is the very one that was
/// quoted, and so that doors whose bodies others defined take it too.
/// </summary>
internal static class QuoteHeader
{
    public const string Name = "Atelier-Quote";

    /// <summary>The quote's id; null where there is none, or where it is wrong, which is added to the errors.</summary>
    public static Guid? Read(HttpRequest request, ErrorList errors)
    {
        if (!request.Headers.TryGetValue(Name, out var header))
        {
            return null;
        }

        if (Guid.TryParse(header.ToString(), out var id))
        {
            return id;
        }

        errors.Add(Name, $"{Name} takes the id of one quote, as POST /v1/quotes gave it.");
        return null;
    }
}
