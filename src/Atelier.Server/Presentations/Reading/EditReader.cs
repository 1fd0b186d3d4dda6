using Atelier.Core;
using Atelier.Core.Catalogue;
using Atelier.Core.Errors;
using Atelier.Core.Requests;
using Atelier.Data.Generations;
using Atelier.Engine.Accepting;
using Atelier.Engine.Catalogue;
using Atelier.Engine.Sources;
using Atelier.Server.Limits;
using Atelier.Server.Presentations.Bodies;

namespace Atelier.Server.Presentations.Reading;

/// <summary>Reads what <c>edit</c> is sent (requirement C-37).</summary>
internal sealed class EditReader(CatalogueHolder catalogue, SourceReader sources, MaskKeeper masks)
{
    private const string Inpaint = "inpaint";
    private const string Outpaint = "outpaint";

    // Masks in memory on this node, of which one sender alone may have half.
    private const int MostMasks = 8;
    private const int ForEachFree = 1;

    private readonly FairPlaces _places = new(MostMasks, ForEachFree, "masks");

    /// <exception cref="AtelierException">
    /// Wrong fields, all at once; the image is not the caller's; the mask is none; or there is no room for it at this moment.
    /// </exception>
    public async Task<DeckOrder> ReadAsync(ImageEditBody body, DeckCall call, CancellationToken cancellationToken)
    {
        var place = PlaceReader.Read(body, call.Errors);
        var grid = PlaceReader.Grid(body.Constraints, call.Errors);
        var edit = body.Edit ?? new EditPart();
        if (body.Edit is null)
        {
            call.Errors.Add("edit", "edit is required.");
        }
        else
        {
            Check(edit, call.Errors);
        }

        var source = await sources.FindAsync(call, body.ImageId, cancellationToken);
        call.Errors.ThrowIfAny();
        return edit.Type switch
        {
            Inpaint => await InpaintAsync(edit, source!, place, call, cancellationToken),
            Outpaint => await OutpaintAsync(edit, source!, place, grid, call, cancellationToken),
            _ => Order(edit, source!, place, source!.Size, call, new RequestDraft()),
        };
    }

    private static void Check(EditPart edit, ErrorList errors)
    {
        if (WordReader.Required("edit.type", edit.Type, DeckWords.Edits, errors) is not { } type)
        {
            return;
        }

        if (type == Inpaint && string.IsNullOrEmpty(edit.Mask))
        {
            errors.Add("edit.mask", "edit.mask is required: a picture in base64 that says where.");
        }

        if (type != Inpaint && edit.Mask is not null)
        {
            errors.Add("edit.mask", $"edit.mask does not belong to {type}.");
        }

        if (type != Outpaint && edit.Extend is not null)
        {
            errors.Add("edit.extend", $"edit.extend does not belong to {type}.");
        }
    }

    private async Task<DeckOrder> InpaintAsync(
        EditPart edit,
        DeckSource source,
        ElementPlace place,
        DeckCall call,
        CancellationToken cancellationToken
    )
    {
        // All but the mask, which is looked at when the rest is right.
        var order = Order(edit, source, place, source.Size, call, new RequestDraft { Mask = $"{source.Image.Id}" });
        using var room = _places.Take(SenderOf(call.Caller.Caller));
        var bytes = Mask(edit.Mask!);
        var mask = await masks.CheckAsync(bytes, source.Image.Width, source.Image.Height, cancellationToken);
        var id = await masks.KeepAsync(call.Caller.AccountId, mask, CancellationToken.None);
        var operation = (Inpaint)order.Request.Operation;
        return order with { Request = order.Request with { Operation = operation with { Mask = id } }, Mask = id };
    }

    // A guest is somebody else without his cookie, his address stays.
    private static string SenderOf(Caller caller) =>
        caller.Visitor is { } address ? Convert.ToHexString(address) : $"{caller.AccountId}";

    private static byte[] Mask(string text)
    {
        // As browsers write pictures that were drawn: data:image/png;base64,…
        var from = text.StartsWith("data:", StringComparison.Ordinal)
            ? text.IndexOf(',', StringComparison.Ordinal)
            : -1;
        var base64 = text.AsSpan(from + 1).Trim();
        var bytes = new byte[(base64.Length / 4 * 3) + 3];
        if (!Convert.TryFromBase64Chars(base64, bytes, out var length))
        {
            throw new AtelierException([new FieldError("edit.mask", "edit.mask is not valid base64.")]);
        }

        return bytes[..length];
    }

    private async Task<DeckOrder> OutpaintAsync(
        EditPart edit,
        DeckSource source,
        ElementPlace place,
        ElementGrid? sent,
        DeckCall call,
        CancellationToken cancellationToken
    )
    {
        var grid = edit.Extend is null
            ? await sources.GridAsync(call, place, sent, source.Note.Grid, cancellationToken)
            : sent;
        var extend = Extend(edit.Extend, grid, source);
        var size = new PixelSize(
            source.Image.Width + (extend.Left ?? 0) + (extend.Right ?? 0),
            source.Image.Height + (extend.Top ?? 0) + (extend.Bottom ?? 0)
        );
        var order = Order(edit, source, place, size, call, new RequestDraft { Extend = extend });
        return grid is null
            ? order
            : order with
            {
                Request = order.Request with { Note = order.Request.Note! with { Grid = grid } },
            };
    }

    private static OutpaintDraft Extend(ExtendPart? asked, ElementGrid? grid, DeckSource source)
    {
        if (asked is not null)
        {
            return new OutpaintDraft(asked.Left, asked.Right, asked.Top, asked.Bottom);
        }

        if (grid is null)
        {
            throw new AtelierException([
                new FieldError(
                    "constraints",
                    "constraints is required: an outpaint grows to the element's ratio, which nothing here knows; or send edit.extend."
                ),
            ]);
        }

        return Ratios.Grow(source.Size, grid)
            ?? throw new AtelierException([
                new FieldError(
                    "constraints",
                    "constraints: the picture has the element's ratio already; send edit.extend to grow it."
                )
                {
                    Code = ErrorCode.InvalidDimensions,
                },
            ]);
    }

    private DeckOrder Order(
        EditPart edit,
        DeckSource source,
        ElementPlace place,
        PixelSize size,
        DeckCall call,
        RequestDraft own
    )
    {
        var snapshot = catalogue.Current;
        // The price follows the pixels.
        var implied = Ratios.QualityOf(size, snapshot.Sizes);
        var draft = own with
        {
            Operation = edit.Type,
            Image = $"{source.Image.Id}",
            Prompt = edit.Prompt,
            Strength = edit.Strength,
            Quality = SnakeCase.Of(implied > source.Quality ? implied : source.Quality),
        };
        var request = RequestValidator.Validate(draft, snapshot, call.Errors);
        if (!Ratios.IsMade(size))
        {
            throw new AtelierException([
                new FieldError("edit.extend", $"edit.extend makes {size}, which is larger than anything we make.")
                {
                    Code = ErrorCode.InvalidDimensions,
                },
            ]);
        }

        var note = source.Note with { AspectRatio = Ratios.Of(size, snapshot.Sizes) };
        return new DeckOrder(request with { Size = size, Note = note }, place);
    }
}
