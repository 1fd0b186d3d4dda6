using System.Globalization;
using Atelier.Core.Requests;
using Atelier.Data.Events;

namespace Atelier.Server.Progress;

/// <summary>What of an account's progress is asked for.</summary>
/// <param name="After">The last event that the reader has; null begins with where all stands.</param>
internal sealed record ProgressQuery(ProgressFilter Filter, long? After)
{
    private const int LongestId = 128;
    private const string LastEventId = "Last-Event-ID";

    /// <exception cref="Core.Errors.AtelierException">A parameter is wrong; all are named.</exception>
    public static ProgressQuery Read(HttpRequest request)
    {
        var errors = new ErrorList();
        var query = new ProgressQuery(
            new ProgressFilter(ReadGeneration(request, errors), ReadPresentation(request, errors)),
            ReadAfter(request, errors)
        );
        errors.ThrowIfAny();
        return query;
    }

    private static Guid? ReadGeneration(HttpRequest request, ErrorList errors)
    {
        if (Single(request, "generationId", errors) is not { } text)
        {
            return null;
        }

        if (!Guid.TryParseExact(text, "D", out var id))
        {
            errors.Add("generationId", "generationId must be the id of one of your generations.");
        }

        return id;
    }

    private static string? ReadPresentation(HttpRequest request, ErrorList errors)
    {
        var id = Single(request, "presentationId", errors);
        if (id is { Length: 0 or > LongestId } || id?.Contains('\0', StringComparison.Ordinal) == true)
        {
            errors.Add("presentationId", $"presentationId must have 1 to {LongestId} characters.");
        }

        return id;
    }

    // A browser that comes again by itself says it in the header, and the address is as it was at first.
    private static long? ReadAfter(HttpRequest request, ErrorList errors)
    {
        var header = request.Headers[LastEventId].ToString();
        var (field, text) = header.Length > 0 ? (LastEventId, header) : ("after", Single(request, "after", errors));
        if (text is null)
        {
            return null;
        }

        if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var after))
        {
            errors.Add(field, $"{field} must be the seq of a message that you had.");
        }

        return after;
    }

    private static string? Single(HttpRequest request, string name, ErrorList errors)
    {
        var values = request.Query[name];
        if (values.Count > 1)
        {
            errors.Add(name, $"{name} must stand in the address once.");
        }

        return values.Count == 0 ? null : values[0] ?? "";
    }
}
