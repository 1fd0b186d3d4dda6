using Atelier.Core.Catalogue;
using Atelier.Core.Requests;
using Atelier.Core.Routing;

namespace Atelier.Providers.Calls;

/// <summary>The size of an order, and what it loses where another is made.</summary>
internal static class OrderSizes
{
    /// <summary>The size that the operation itself gives: of a change that of its picture, of a new picture the one asked for.</summary>
    public static PixelSize Natural(CompileOrder order) =>
        order switch
        {
            { Source: { } source, Request.Operation: Outpaint grow } => new(
                source.Width + grow.Left + grow.Right,
                source.Height + grow.Top + grow.Bottom
            ),
            { Source: { } source } => new(source.Width, source.Height),
            _ => order.Request.Size ?? throw new ArgumentException("A picture from words needs a size.", nameof(order)),
        };

    /// <summary>What is lost by making this size.</summary>
    /// <param name="who">Who makes it, for the sentence.</param>
    public static IEnumerable<Degradation> Losses(CompileOrder order, PixelSize wanted, PixelSize made, string who)
    {
        var request = order.Request;
        // Where a size was asked for, the file has it; what that takes is known of every offer.
        if (made != wanted && request.Size is null)
        {
            yield return new Degradation("size_snapped", $"{who} makes {made} where {wanted} was wanted.");
        }

        // Of a new picture the router has said so already.
        if (request.Operation is not Create && request.Size is { } asked)
        {
            foreach (var loss in SizeLosses.Of(made, asked, request.Fit))
            {
                yield return loss;
            }
        }
    }
}
