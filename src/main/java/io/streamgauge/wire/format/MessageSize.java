package io.streamgauge.wire.format;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.WireFormat;
import java.io.IOException;

/**
 * A message of Protobuf gone by before it is parsed: a parsed one holds an object for every value, and two bytes make a
 * message within it.
 */
final class MessageSize {

    /** What a message within the message takes, in values; an enumeration's number that no schema knows takes as much. */
    private static final long OBJECTS = 8;

    /** Numbers of a packed field take at least this many bytes each, or else no object. */
    private static final long PACKED_BYTES = 4;

    private final ValueBudget budget = new ValueBudget();

    /**
     * Takes what a message of the type holds; {@code in} goes on to its end.
     *
     * @throws OversizeException for more than an event may hold
     */
    void take(Descriptor type, CodedInputStream in) throws IOException {
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            int wire = WireFormat.getTagWireType(tag);
            if (wire == WireFormat.WIRETYPE_END_GROUP) {
                return;
            }
            FieldDescriptor field = type.findFieldByNumber(WireFormat.getTagFieldNumber(tag));
            if (field == null) {
                in.skipField(tag);
            } else {
                take(field, wire, tag, in);
            }
        }
    }

    private void take(FieldDescriptor field, int wire, int tag, CodedInputStream in) throws IOException {
        boolean message = field.getJavaType() == FieldDescriptor.JavaType.MESSAGE;
        boolean many = message || field.getJavaType() == FieldDescriptor.JavaType.ENUM;
        budget.take(many ? OBJECTS : 1);
        if (message && wire == WireFormat.WIRETYPE_START_GROUP) {
            take(field.getMessageType(), in);
        } else if (wire == WireFormat.WIRETYPE_LENGTH_DELIMITED) {
            int length = in.readRawVarint32();
            int outer = in.pushLimit(length);
            if (message) {
                take(field.getMessageType(), in);
            } else if (field.isPackable()) {
                budget.take(many ? OBJECTS * length : length / PACKED_BYTES);
            }
            in.skipRawBytes(in.getBytesUntilLimit());
            in.popLimit(outer);
        } else {
            in.skipField(tag);
        }
    }
}
