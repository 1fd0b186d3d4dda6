using Atelier.Core.Images;
using Atelier.Core.Requests;
using Atelier.Core.Text;
using Atelier.Engine.Renditions;
using Microsoft.Extensions.Primitives;

namespace Atelier.Server.Images;

/// <summary>A wish as the parameters of an address say it.</summary>
internal static class WishQuery
{
    private static readonly WishFields Fields = WishFields.Address;

    private static readonly string[] Wishes =
    [
        Fields.Width,
        Fields.Height,
        Fields.Fit,
        Fields.Format,
        Fields.Quality,
        Fields.Preset,
    ];

    private static readonly string[] Signature = ["exp", "kid", "sig"];

    // What other services call them.
    private static readonly Dictionary<string, string> Aliases = new()
    {
        ["width"] = Fields.Width,
        ["height"] = Fields.Height,
        ["quality"] = Fields.Quality,
        ["f"] = Fields.Format,
        ["fm"] = Fields.Format,
        ["size"] = Fields.Width,
    };

    /// <summary>What an address asks for.</summary>
    /// <exception cref="Atelier.Core.Errors.AtelierException">With everything that is wrong.</exception>
    public static RenditionWish Read(HttpRequest request, Rendition variant, WishReader reader)
    {
        var errors = new ErrorList();
        foreach (var (name, values) in request.Query.TakeWhile(_ => !errors.IsFull))
        {
            if (!Wishes.Contains(name) && !Signature.Contains(name))
            {
                errors.Add(Shorten(name), $"There is no parameter '{Shorten(name)}'.{Hint(name)}", Wishes);
            }
            else if (values.Count > 1)
            {
                errors.Add(name, $"{name} is there more than once.");
            }
        }

        var draft = new WishDraft
        {
            Width = Value(Fields.Width),
            Height = Value(Fields.Height),
            Fit = Value(Fields.Fit),
            Format = Value(Fields.Format),
            Quality = Value(Fields.Quality),
            Preset = Value(Fields.Preset),
        };
        var wish = reader.Read(variant, draft, Fields, errors);
        errors.ThrowIfAny();
        return wish;

        string? Value(string name) =>
            request.Query.TryGetValue(name, out var values) && !StringValues.IsNullOrEmpty(values) ? values.ToString()
            : request.Query.ContainsKey(name) ? ""
            : null;
    }

    /// <summary>The parameters of an address for what a body asked for.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Write(WishDraft draft) =>
        new (string Name, string? Value)[]
        {
            (Fields.Width, draft.Width),
            (Fields.Height, draft.Height),
            (Fields.Fit, draft.Fit),
            (Fields.Format, draft.Format),
            (Fields.Quality, draft.Quality),
            (Fields.Preset, draft.Preset),
        }
            .Where(parameter => parameter.Value is not null)
            .Select(parameter => KeyValuePair.Create(parameter.Name, parameter.Value!));

    private static string Hint(string name)
    {
        var word = name.ToLowerInvariant();
        var near = Aliases.TryGetValue(word, out var alias) ? [alias] : NearMatch.Find(word, Wishes);
        return near.Count > 0 ? $" Did you mean {string.Join(" or ", near)}?" : $" Use {string.Join(", ", Wishes)}.";
    }

    private static string Shorten(string name) => name.Length <= 60 ? name : name[..60] + "…";
}
