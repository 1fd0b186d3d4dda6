using System.Globalization;
using System.Text.Json.Nodes;
using Atelier.Core;
using Atelier.Core.Catalogue;
using Atelier.Core.Requests;
using Atelier.Core.Routing;
using Atelier.Providers.Calls;
using Atelier.Providers.OpenAi;
using Atelier.Providers.Pictures;

namespace Atelier.Providers.OpenAiCompatible;

/// <summary>Puts a request into the words of a server that (nearly) speaks OpenAI's wire.</summary>
internal sealed class CompatCompiler(CompatWire wire, IReadOnlyList<ProviderOptionEntry> options)
{
    private const string StepsOption = "steps";

    public Compilation Compile(CompileOrder order)
    {
        if (OrderWords.Of(order) is not { } words || ReasonAgainst(order) is { })
        {
            return new Compilation.Impossible(
                ReasonAgainst(order)
                    ?? new(RejectionCause.Capability, $"has no call for {order.Request.Operation.Kind}")
            );
        }

        var natural = OrderSizes.Natural(order);
        var wanted = order.Request.Size ?? natural;
        if (
            NativeSize.For(wanted, order.Offer.Sizes) is not { } made
            || (MustFit(order) && !OpenAiSize.IsSameShape(natural, made, order.Offer.Sizes))
        )
        {
            return new Compilation.Impossible(new(RejectionCause.Size, $"does not make {wanted}"));
        }

        var prompt = PromptGuard.Clean(words, wire.Guards);
        var negative = order.NegativePrompt is { } no ? PromptGuard.Clean(no, wire.Guards) : null;
        var call = Place(Draft(order, prompt, negative, made), order);
        var most = Math.Max(1, Math.Min(order.Offer.MaxPerCall, wire.MaxN));
        return new Compilation.Ready(
            new CompiledCall(
                order.Offer.Provider,
                order.Model.Id,
                Math.Min(order.Offer.PicturesPerCall, most),
                most,
                call.Write(),
                [.. CompatLosses.Of(order, wire, wanted, made, prompt != words || negative != order.NegativePrompt)]
            )
            {
                FinalPrompt = prompt,
            }
        );
    }

    // An edit is never made without its picture, and no mask is left away.
    private Rejection? ReasonAgainst(CompileOrder order)
    {
        var operation = order.Request.Operation;
        var pictures = operation is not Create || order.References.Count > 0;
        if (operation is not Create && order.Source is null)
        {
            throw new ArgumentException("An edit needs its source.", nameof(order));
        }

        return pictures && wire.Edit == WireEdit.None ? new(RejectionCause.Capability, "takes no pictures")
            : MustFit(order) && wire.Mask == WireMask.None ? new(RejectionCause.Capability, "takes no mask")
            : pictures && wire.Edit == WireEdit.JsonImageUrl && Count(order) > 1
                ? new(RejectionCause.Capability, "takes one picture alone")
            : pictures && FetchesFiles && !order.PublicAddress
                ? new(RejectionCause.Availability, "fetches pictures itself, and there is no public address")
            : null;
    }

    private static int Count(CompileOrder order) => order.References.Count + (order.Source is null ? 0 : 1);

    private bool FetchesFiles => wire.Edit != WireEdit.Multipart && wire.ImageAs == WireAddress.Url;

    private CompatCall Draft(CompileOrder order, string prompt, string? negative, PixelSize made)
    {
        var fields = new JsonObject();
        Add(fields, order);
        if (wire.SendsModel)
        {
            fields["model"] = order.Offer.ProviderModel;
        }

        fields["prompt"] = prompt;
        CompatSize.Write(fields, wire.Size, made);
        if (wire.SendsQuality)
        {
            fields["quality"] = OpenAiCompiler.QualityOf(order.Request.Quality);
        }

        if (wire.OutputFormat is { } format)
        {
            fields["output_format"] = format;
        }

        if (wire.Format is not (WireFormat.Omit or WireFormat.OmitUrl))
        {
            fields["response_format"] = SnakeCase.Of(wire.Format);
        }

        Add(fields, WireExtra.NegativePrompt, negative);
        Add(fields, WireExtra.GuidanceScale, order.Offer.Guidance is null ? null : order.Guidance);
        Add(fields, WireExtra.Seed, order.Offer.Seed ? order.Request.Seed : null);
        var path = wire.PathOf(order.Offer.ProviderModel, Count(order) > 0);
        return new CompatCall(path, fields)
        {
            CountField = wire.CountField,
            SeedField = order.Offer.Seed ? wire.Extras.GetValueOrDefault(WireExtra.Seed) : null,
        };
    }

    private void Add(JsonObject fields, WireExtra extra, JsonNode? value)
    {
        if (value is not null && wire.Extras.TryGetValue(extra, out var field))
        {
            fields[field] = value;
        }
    }

    // What the catalogue lets callers set; the adapter's own fields come after it and win.
    private void Add(JsonObject fields, CompileOrder order)
    {
        var given = order.Request.ProviderOptions.GetValueOrDefault(order.Offer.Provider);
        foreach (var option in options)
        {
            var text =
                given?.GetValueOrDefault(option.Name) ?? order.Offer.DefaultParams.GetValueOrDefault(option.Name);
            var field = option.Name == StepsOption ? wire.Extras.GetValueOrDefault(WireExtra.Steps) : option.Name;
            if (text is not null && field is not null)
            {
                fields[field] =
                    option.Min is not null
                    && decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
                        ? JsonValue.Create(number)
                        : JsonValue.Create(text);
            }
        }
    }

    private CompatCall Place(CompatCall call, CompileOrder order)
    {
        if (Count(order) == 0)
        {
            return call;
        }

        var operation = order.Request.Operation;
        var source = operation switch
        {
            Stylise stylise => stylise.Source,
            Edit edit => edit.Source,
            _ => (Guid?)null,
        };
        return call with
        {
            Edit = wire.Edit,
            ImageField = wire.ImageField,
            ImageAs = wire.ImageAs,
            Images = [.. source is { } id ? new[] { id } : [], .. order.References.Select(reference => reference.Id)],
            Mask = (operation as Inpaint)?.Mask,
            MaskAs = wire.Mask,
            Margins = operation is Outpaint grow ? new Margins(grow.Left, grow.Right, grow.Top, grow.Bottom) : null,
        };
    }

    // What lies beside the painted part must come to lie where it was.
    private static bool MustFit(CompileOrder order) => order.Request.Operation is Inpaint or Outpaint;
}
