using Zvec.Engine;

namespace Zvec.Server.Messages;

/// <summary>A document that was not written.</summary>
/// <param name="Index">Its place in the request, from 0.</param>
/// <param name="Id">Its key.</param>
/// <param name="Error">Why.</param>
internal sealed record WriteFailure(int Index, ValueBody Id, ZvecErrorCode Error);
